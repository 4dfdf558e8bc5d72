import { pick, randomNumbers } from "../random_numbers.ts";

export const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Surnames that are words of radiology, too. */
export const radiological = words(`
  Field Lung Short Long Head Foot Hand Stone Mass Wall Chest Back Bone Hart Heart Legge Small
  Large Low High Post Prior Old New Free Right Left Upper Lower Fast Slice Image Series Study
  Axel Ray Beam Film Plate Screen Black White Light Early Late Rest Stress Flow Trace Field Coil
  Bolus Water Fat Neck Arm Knee Ankle Shoulder Temple Cheek Cord Vein Pelvis Rib Hipp Brain Brest
  Blood Pain Fall Speed Spiral Frame Grid Table Cast Screw Clear Normal Mild Best Sharp Smooth
  Round Deep Shallow Dark Bright Strong Week Day May Norm True Noble Good With No Not Per Med Sin
  Con Mitt
`);

export const ordinary = words(`
  Quimby Haugland Petrov Nguyen Okafor Yilmaz Schneider Ferrari Moreau Kowalski Novak Horvath
  Jansen Lindqvist Nielsen Virtanen Papadopoulos Popescu Ivanova Shevchenko Cohen Haddad Rahimi
  Sharma Patel Fernando Tanaka Sato Kim Park Chen Wang Nakamura Mbeki Diallo Mensah Otieno Silva
  Pereira Garcia Lopez Martinez Rojas Castillo O'Brien McDonnell MacLeod Llewellyn Ó'Dálaigh
  Müller Größ Søndergård Åkesson Żeleński Dvořák Čapek Nuñez
`);

export const syllables = words(
  "ba den fro gil har kel lom mar nev ost pra quin ros sel tur vik wen zor",
);

/** 500 surnames, 100 of which are words of radiology. */
export function surnames(): readonly string[] {
  const random = randomNumbers(17);
  const made = new Set(ordinary);
  while (made.size < 400) {
    const parts = Array.from({ length: 2 + random(2) }, () => pick(syllables, random)).join("");
    made.add(parts.charAt(0).toUpperCase() + parts.slice(1));
  }
  return [...new Set(radiological)].slice(0, 100).concat([...made]);
}
