/** The name of a petition: its source, a slash, and its id there, which is opaque text. */

/** The source: `uk-parliament` of `uk-parliament/700143`. */
export const sourceOf = (petition: string): string => petition.slice(0, petition.indexOf('/'));
