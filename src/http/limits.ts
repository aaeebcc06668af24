/** Engineering values: how much of a request is read, how long it may take, how often one may ask. No rule sets them. */
export const requestLimits = {
  /** bytes of a body where its route does not say more, and why */
  bodyBytes: 64 * 1024,
  /** a whole form or JSON body of a route without files takes no longer; every window of a longer one brings so much */
  bodyWindowSeconds: 10,
  bytesInWindow: 10 * 1024,
  /** until the header of a request is there */
  headerSeconds: 15,
  /** requests of one client or account that work in the database at a time, and how long another waits for its turn */
  atOnce: { most: 4, waitMs: 10_000 },
  /** nesting of a JSON body, and its values and names: each is looked at; more of them where a route reads a longer body */
  jsonDepth: 32,
  jsonValues: 2_000,
  jsonValuesOfLong: 50_000,
  formFields: 500,
  /** after an answer to what was not read to its end: how long the connection stays open, unread, so that the answer arrives */
  lingerMs: 1000,
  /** requests a minute of one visitor that are refused because nobody knows who asks */
  refusalsPerMinute: 300,
} as const
