import * as Tag from "../tag.ts";
import { trimEndPadding } from "../text/decode_text.ts";
import type { Header } from "./header.ts";

/**
 * What a header says about the image, its patient and its study. Values are as in the file, without
 * padding; undefined if they are absent or empty.
 */
export interface ImageFacts {
  /** Of the data set, otherwise of the file meta information. */
  readonly sopClassUID: string | undefined;
  /** Of the data set only. */
  readonly ownSOPClassUID: string | undefined;
  /** Of the data set, otherwise of the file meta information. */
  readonly sopInstanceUID: string | undefined;
  readonly studyInstanceUID: string | undefined;
  readonly seriesInstanceUID: string | undefined;
  readonly patient: PatientFacts;
  readonly studyDate: string | undefined;
  readonly accessionNumber: string | undefined;
  readonly accessionIssuer: string | undefined;
  readonly pixels: PixelFacts;
}

/** The patient as a header names him or her. */
export interface PatientFacts {
  readonly patientID: string | undefined;
  readonly issuer: string | undefined;
  /** The issuer is from IssuerOfPatientIDQualifiersSequence alone. */
  readonly isQualified: boolean;
  readonly name: string | undefined;
  readonly birthDate: string | undefined;
}

/** The description of the pixel data (PS3.3 C.7.6.3). */
export interface PixelFacts {
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  /** NumberOfFrames as text. */
  readonly frames: string | undefined;
  readonly samples: number | undefined;
  readonly photometricInterpretation: string | undefined;
  readonly planarConfiguration: number | undefined;
  readonly bitsAllocated: number | undefined;
  readonly bitsStored: number | undefined;
  readonly highBit: number | undefined;
  readonly pixelRepresentation: number | undefined;
}

/** A header, and the facts that were read from it. */
export interface ImageHeader {
  readonly header: Header;
  readonly facts: ImageFacts;
}

/** Reads the facts of an image from its header. */
export function imageFacts(header: Header): ImageFacts {
  const ownSOPClassUID = header.ascii(Tag.SOPClassUID);
  return {
    sopClassUID: ownSOPClassUID ?? header.ascii(Tag.MediaStorageSOPClassUID),
    ownSOPClassUID,
    sopInstanceUID: header.ascii(Tag.SOPInstanceUID) ??
      header.ascii(Tag.MediaStorageSOPInstanceUID),
    studyInstanceUID: header.ascii(Tag.StudyInstanceUID),
    seriesInstanceUID: header.ascii(Tag.SeriesInstanceUID),
    patient: patientFacts(header),
    studyDate: header.ascii(Tag.StudyDate),
    accessionNumber: header.text(Tag.AccessionNumber),
    accessionIssuer: entityOf(header, Tag.IssuerOfAccessionNumberSequence),
    pixels: pixelFacts(header),
  };
}

function patientFacts(header: Header): PatientFacts {
  const stated = header.text(Tag.IssuerOfPatientID);
  const issuer = stated ?? entityOf(header, Tag.IssuerOfPatientIDQualifiersSequence);
  return {
    patientID: header.text(Tag.PatientID),
    issuer,
    isQualified: stated === undefined && issuer !== undefined,
    name: header.text(Tag.PatientName),
    birthDate: header.ascii(Tag.PatientBirthDate),
  };
}

/** UniversalEntityID or LocalNamespaceEntityID of an issuer (PS3.3 tables 10-17 and 10-18). */
function entityOf(header: Header, sequence: number): string | undefined {
  const item = header.find(sequence)?.items?.[0];
  for (const tag of [Tag.UniversalEntityID, Tag.LocalNamespaceEntityID]) {
    const element = item?.elements.find((inner) => inner.tag === tag);
    if (!element || element.items) continue;
    const text = trimEndPadding(new TextDecoder().decode(header.value(element)));
    if (text !== "") return text;
  }
  return undefined;
}

function pixelFacts(header: Header): PixelFacts {
  return {
    rows: header.number(Tag.Rows),
    columns: header.number(Tag.Columns),
    frames: header.ascii(Tag.NumberOfFrames),
    samples: header.number(Tag.SamplesPerPixel),
    photometricInterpretation: header.ascii(Tag.PhotometricInterpretation),
    planarConfiguration: header.number(Tag.PlanarConfiguration),
    bitsAllocated: header.number(Tag.BitsAllocated),
    bitsStored: header.number(Tag.BitsStored),
    highBit: header.number(Tag.HighBit),
    pixelRepresentation: header.number(Tag.PixelRepresentation),
  };
}
