/** Image classes whose modules are those of PS3.3 C.7 and C.8 of the plain, single-frame kind. */
const plainImageClasses = new Set([
  "1.2.840.10008.5.1.4.1.1.1", // CR
  "1.2.840.10008.5.1.4.1.1.2", // CT
  "1.2.840.10008.5.1.4.1.1.4", // MR
  "1.2.840.10008.5.1.4.1.1.6.1", // US
  "1.2.840.10008.5.1.4.1.1.3.1", // US multi-frame
  "1.2.840.10008.5.1.4.1.1.7", // SC
]);

/**
 * Types (PS3.5 7.4) that decide a conditional row of the profile in a plain image: 2 may be
 * empty, 3 may be missing. Those that are not listed, and all of other classes, are not known.
 */
const typesInPlainImages: ReadonlyMap<number, 2 | 3> = new Map([
  [0x00080012, 3], // InstanceCreationDate
  [0x00080013, 3], // InstanceCreationTime
  [0x00080021, 3], // SeriesDate
  [0x00080022, 3], // AcquisitionDate
  [0x00080023, 2], // ContentDate, 2C
  [0x0008002a, 3], // AcquisitionDateTime
  [0x00080031, 3], // SeriesTime
  [0x00080032, 3], // AcquisitionTime
  [0x00080033, 2], // ContentTime, 2C
  [0x00080080, 3], // InstitutionName
  [0x00080082, 3], // InstitutionCodeSequence
  [0x00081010, 3], // StationName
  [0x00081070, 3], // OperatorsName
  [0x00081072, 3], // OperatorIdentificationSequence
  [0x00081110, 3], // ReferencedStudySequence
  [0x00081111, 3], // ReferencedPerformedProcedureStepSequence
  [0x00102203, 2], // PatientSexNeutered, 2C
  [0x00180010, 2], // ContrastBolusAgent
  [0x00181000, 3], // DeviceSerialNumber
  [0x00181030, 3], // ProtocolName
  [0x00321060, 3], // RequestedProcedureDescription
  [0x0040b020, 3], // WaveformAnnotationSequence, which no image has
]);

const waveformClasses = "1.2.840.10008.5.1.4.1.1.9.";
const waveformAnnotationSequence = 0x0040b020;

/**
 * The type of an attribute in objects of a class; undefined where it is not known. Waveforms may
 * lack their annotations, because the module that has them as type 1 is optional (PS3.3 A.34).
 */
export function attributeType(tag: number, sopClassUID: string | undefined): 2 | 3 | undefined {
  if (tag === waveformAnnotationSequence && sopClassUID?.startsWith(waveformClasses)) return 3;
  if (!plainImageClasses.has(sopClassUID ?? "")) return undefined;
  return typesInPlainImages.get(tag);
}
