/** On every page of the site. */
export {};
