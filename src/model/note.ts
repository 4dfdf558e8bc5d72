/** The most characters of a note that a person writes about an action. */
export const longestNote = 500;
