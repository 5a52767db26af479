import { z } from "zod";
import type { Scene, Understanding } from "../ears.ts";
import { does, type Meaning, step } from "./meaning.ts";
import { say } from "./spoken-answers.ts";

/** Sentences about how the page is seen and heard. */

const zoomedSchema = z.object({ percent: z.number() });

export const viewingSentences = {
  zoomIn: (_, scene) => zooming("zoom in", "in", "out", scene),
  zoomOut: (_, scene) => zooming("zoom out", "out", "in", scene),
  zoomReset: (_, scene) => zooming("reset the zoom", "reset", undefined, scene),
  play: (_, scene) => playing("play", "pause", scene),
  pause: (_, scene) => playing("pause", "play", scene),
} satisfies Record<string, Meaning>;

type Zoom = "in" | "out" | "reset";

function zooming(sentence: string, to: Zoom, back: Zoom | undefined, scene: Scene): Understanding {
  const toward = (way: Zoom) => step(scene, "chrome_zoom", { to: way });
  return does({
    sentence,
    steps: [toward(to)],
    answer: ([result]) => say.zoomed(zoomedSchema.safeParse(result).data?.percent),
    ...(back && { undo: [toward(back)] }),
  });
}

function playing(
  action: "play" | "pause",
  opposite: "play" | "pause",
  scene: Scene,
): Understanding {
  return does({
    sentence: action,
    steps: [step(scene, "chrome_media", { action })],
    // What is heard, or no longer heard, says it.
    answer: "",
    undo: [step(scene, "chrome_media", { action: opposite })],
  });
}
