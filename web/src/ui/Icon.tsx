// Drawn here so that the first page carries a dozen paths and not a library.
const paths = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM20 20l-4-4',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v5M16 3v5',
  message: 'M4 5h16v11H10l-5 4v-4H4z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c1-4 4-6 8-6s7 2 8 6',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  check: 'm5 12 5 5L20 7',
  filter: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4',
  back: 'm14 6-6 6 6 6',
  forward: 'm10 6 6 6-6 6',
  down: 'm6 10 6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M10 4h4M7 7l1 13h8l1-13',
  edit: 'M4 20l1-5L16 4l4 4L9 19z',
  pin: 'M12 21c5-6 7-9 7-12a7 7 0 1 0-14 0c0 3 2 6 7 12ZM12 11a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  screen: 'M4 5h16v11H4zM9 20h6M12 16v4',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4l3 2',
  heart: 'M12 20C5 15 3 12 3 8.500a4.500 4.500 0 0 1 9-1 4.500 4.500 0 0 1 9 1c0 3.500-2 6.500-9 11.500Z',
  send: 'M4 12 20 4l-6 16-3-7z',
  alert: 'M12 4 2.500 20h19zM12 10v5M12 17.500v.500',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  share: 'M12 15V4M8 7l4-4 4 4M5 12v8h14v-8',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
      stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
