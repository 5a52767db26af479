import { threadPort } from "../../src/voice/agent/thread-port.ts";
import { runVoiceProgram } from "../../src/voice/agent/voice-program.ts";
import { fakeSenses } from "./fake-senses.ts";

/* The voice thread with understanding of a few sentences and no model to load. */

runVoiceProgram(threadPort, async () => fakeSenses);
