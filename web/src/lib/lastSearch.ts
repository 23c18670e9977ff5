// Where "back to Discover" leads: to the search one came from, as long as the page lives.
let address = '/';

export function rememberSearch(url: string): void {
  address = url;
}

export const lastSearch = () => address;
