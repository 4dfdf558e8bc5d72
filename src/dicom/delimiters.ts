/** Item, Item Delimitation and Sequence Delimitation (PS3.5 7.5). */
export const itemTag = 0xfffee000;
export const itemDelimitation = 0xfffee00d;
export const sequenceDelimitation = 0xfffee0dd;

/** The length of a value that ends at a delimiter (PS3.5 7.1.1). */
export const undefinedLength = 0xffffffff;
