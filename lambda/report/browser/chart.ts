/** On the page of a petition: its counts as a chart. */
export {};
