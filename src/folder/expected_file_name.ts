/**
 * The file in which a sender lists the content of a folder. It is not one of the folder's images.
 */
export const expectedFileName = ".expected.json";
