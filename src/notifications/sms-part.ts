/** One part of an SMS, as SNS sends it: the topic's display name in capitals, `> `, and then the text. */

/** The senders' names of the topics, in mails and SMS. SNS uses ten characters of a name in an SMS. */
export const displayNames = { alerts: 'Petitions', operators: 'Monitor' } as const;

const prefixPlaces = Math.max(...Object.values(displayNames).map((name) => `${name}> `.length));

/** How many places of one part are left for a text. A second part costs as much as the first. */
export const smsPlaces = 160 - prefixPlaces;

/** The same in UCS-2 (3GPP TS 23.038, 6.2.3), for letters that the basic alphabet has not. */
export const unicodeSmsPlaces = 70 - prefixPlaces;
