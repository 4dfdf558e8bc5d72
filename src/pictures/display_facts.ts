import type { Header } from "../dicom/read/header.ts";
import * as Tag from "../dicom/tag.ts";
import type { FrameFacts } from "../model/viewer_frame.ts";
import { frameText } from "./frame_text.ts";
import { numbersOf, windowsOf } from "./window_of.ts";

type DisplayFacts = Pick<FrameFacts, "windows" | "voi" | "pixelHeight" | "rate" | "notes">;

/** The viewer offers as many. */
const mostWindows = 3;
const [slowest, fastest] = [1, 60];

/** How the header of a frame, counted from 0, says that it is to be displayed. */
export function displayFacts(header: Header, frame: number): DisplayFacts {
  const windows = windowsOf(header, frame).slice(0, mostWindows);
  const notes: string[] = [];
  if (header.find(Tag.ModalityLUTSequence)) {
    notes.push("Its modality look-up table is not applied.");
  }
  if (windows.length === 0 && header.find(Tag.VOILUTSequence)) {
    notes.push("Its VOI look-up table is not applied.");
  }
  return {
    windows,
    voi: voiOf(header, frame),
    pixelHeight: pixelHeightOf(header, frame),
    rate: rateOf(header),
    notes,
  };
}

function voiOf(header: Header, frame: number): FrameFacts["voi"] {
  const text = frameText(header, frame, Tag.FrameVOILUTSequence, Tag.VOILUTFunction);
  return text === "LINEAR_EXACT" || text === "SIGMOID" ? text : "LINEAR";
}

/** PS3.3 10.7.1.3 and C.7.6.3.1.7: the vertical size is the first value. */
function pixelHeightOf(header: Header, frame: number): number {
  for (const tag of [Tag.PixelSpacing, Tag.ImagerPixelSpacing, Tag.PixelAspectRatio]) {
    const [height, width] = numbersOf(header, frame, Tag.PixelMeasuresSequence, tag);
    if (height && width && height / width > 0.1 && height / width < 10) return height / width;
  }
  return 1;
}

/** RecommendedDisplayFrameRate, CineRate or FrameTime (PS3.3 C.7.6.5), if it can be displayed. */
function rateOf(header: Header): number | undefined {
  const number = (tag: number): number => Number(header.ascii(tag) ?? "0");
  const rates = [
    number(Tag.RecommendedDisplayFrameRate),
    number(Tag.CineRate),
    1000 / number(Tag.FrameTime),
  ];
  const rate = rates.find((each) => each > 0 && Number.isFinite(each));
  return rate && Math.min(fastest, Math.max(slowest, Math.round(rate)));
}
