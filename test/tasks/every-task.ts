import { choosing } from "./choosing.ts";
import { filling } from "./filling.ts";
import type { Task } from "./hands.ts";
import { pointing } from "./pointing.ts";
import { waiting } from "./waiting.ts";

export const everyTask: readonly Task[] = [...choosing, ...filling, ...waiting, ...pointing];
