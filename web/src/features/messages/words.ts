import { words } from '~/lib/i18n';

export const t = words('messages', {
  title: 'Messages',
  signInWhy: 'What you and others wrote to each other is kept for you.',
  list: 'Conversations',
  failed: 'Your messages could not be opened',
  empty: 'Messages open when a {booking} starts',
  emptyText: 'Each {booking} has a conversation of its own, from the first request on.',
  toDiscover: 'Go to Discover',
  more: 'Show more',
  you: 'You: {text}',
  toBooking: 'Open the {booking}',
  // notices
  notices: 'Notifications',
  noticesWhy: 'What others do about your {bookings} is told here.',
  noticesFailed: 'Your notices could not be opened',
  noNotices: 'Nothing new so far',
  noNoticesText: 'When somebody asks, accepts, cancels or writes, it is told here.',
  markAll: 'Mark all as read',
  unreadNotices_one: '{count} unread',
  unreadNotices_other: '{count} unread',
  allRead: 'All read',
  isUnread: 'Unread',
  markFailed: 'They could not be marked. Try again.',
});
