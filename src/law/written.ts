/** What somebody wrote, as far as it must be there at all. Pure. */

/** How much was written, white space and punctuation apart: enough of it is still no reason, too little is none. */
export const lettersIn = (text: string): number => text.replace(/[\s\p{P}]/gu, '').length
