/** The file in which a sender says what is in a folder; it is none of the folder's images. */
export const expectedFileName = ".expected.json";
