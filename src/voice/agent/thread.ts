import { openSenses } from "./open-senses.ts";
import { threadPort } from "./thread-port.ts";
import { letServerGoFirst } from "./thread-priority.ts";
import { runVoiceProgram } from "./voice-program.ts";

/* The voice thread: what src/voice/voice-thread.ts starts as a Worker. */

letServerGoFirst();
runVoiceProgram(threadPort, openSenses);
