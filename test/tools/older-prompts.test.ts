import { expect, test } from "bun:test";
import { type ToolName, catalogue } from "../../src/tools/catalogue.ts";
import { checkArguments } from "../../src/tools/check-arguments.ts";
import type { ToolContract } from "../../src/tools/contract.ts";

/** Calls as people's prompts have made them for long: all of their arguments are known, and none is out of bounds. */

const tab = { tabId: 1, windowId: 1, background: true };

test.each<[ToolName, object]>([
  ["get_windows_and_tabs", {}],
  ["chrome_tabs_context", { createIfEmpty: true, background: true }],
  ["chrome_tabs_create", { url: "https://a.example", background: false }],
  ["chrome_tabs_adopt", { tabIds: [1] }],
  [
    "chrome_navigate",
    { ...tab, url: "back", newWindow: false, width: 1_280, height: 720, refresh: false },
  ],
  ["chrome_go_back_or_forward", { isForward: true }],
  ["chrome_close_tabs", { tabIds: [1], url: "https://a.example" }],
  ["chrome_switch_tab", { tabId: 1, windowId: 1 }],
  ["chrome_read_page", { ...tab, filter: "interactive", depth: 0, refId: "e12" }],
  [
    "chrome_get_web_content",
    { ...tab, url: "https://a.example", htmlContent: false, textContent: true, selector: "main" },
  ],
  [
    "chrome_screenshot",
    {
      ...tab,
      name: "page",
      selector: "main",
      width: 800,
      height: 600,
      storeBase64: true,
      fullPage: true,
      savePng: true,
    },
  ],
  [
    "chrome_click_element",
    {
      ...tab,
      frameId: 0,
      selector: "//button",
      selectorType: "xpath",
      ref: "e1",
      coordinates: { x: 1, y: 2 },
      double: true,
      button: "middle",
      modifiers: { altKey: true, ctrlKey: false, metaKey: false, shiftKey: true },
      waitForNavigation: true,
      timeout: 5_000,
    },
  ],
  ["chrome_fill_or_select", { ...tab, frameId: 0, selector: "input", ref: "e1", value: true }],
  ["chrome_keyboard", { ...tab, keys: "Ctrl+C", selector: "input", delay: 50 }],
  ["chrome_computer", { ...tab, action: "wait", text: "Done", appear: false, timeout: 120_000 }],
  ["chrome_computer", { action: "zoom", region: { x0: 0, y0: 0, x1: 10, y1: 10 } }],
  ["chrome_computer", { action: "fill_form", elements: [{ ref: "e1", value: "a" }] }],
  ["chrome_computer", { action: "scroll", scrollDirection: "down", scrollAmount: 3, ref: "e1" }],
  [
    "chrome_computer",
    { action: "left_click_drag", startRef: "e1", startCoordinates: { x: 1, y: 1 }, ref: "e2" },
  ],
  ["chrome_computer", { action: "left_click", modifiers: { ctrlKey: true }, ref: "e1" }],
  ["chrome_computer", { action: "key", text: "cmd+a", repeat: 100 }],
  ["chrome_computer", { action: "resize_page", width: 800, height: 600 }],
  ["chrome_handle_dialog", { action: "accept", promptText: "yes" }],
  ["chrome_javascript", { code: "return 1", tabId: 1, timeoutMs: 15_000, maxOutputBytes: 51_200 }],
  [
    "chrome_request_element_selection",
    { requests: [{ id: "a", name: "Login", description: "It" }], timeoutMs: 600_000, tabId: 1 },
  ],
  [
    "chrome_console",
    {
      ...tab,
      includeExceptions: true,
      maxMessages: 100,
      mode: "buffer",
      buffer: true,
      clear: true,
      clearAfterRead: true,
      pattern: "/error/i",
      onlyErrors: true,
      limit: 10,
    },
  ],
  [
    "chrome_network_capture",
    {
      action: "start",
      needResponseBody: true,
      url: "https://a.example",
      maxCaptureTime: 180_000,
      inactivityTimeout: 0,
      includeStatic: true,
    },
  ],
  [
    "chrome_network_request",
    {
      url: "https://a.example",
      method: "POST",
      headers: { a: "b" },
      body: "c",
      timeout: 30_000,
      formData: { fields: { a: 1 }, files: [{ name: "f", base64Data: "YQ==" }] },
    },
  ],
  [
    "chrome_history",
    {
      text: "a",
      startTime: "1 day ago",
      endTime: "now",
      maxResults: 100,
      excludeCurrentTabs: true,
    },
  ],
  ["chrome_bookmark_search", { query: "a", maxResults: 50, folderPath: "Work/Projects" }],
  [
    "chrome_bookmark_add",
    { url: "https://a.example", title: "a", parentId: "Work", createFolder: true },
  ],
  ["chrome_bookmark_delete", { bookmarkId: "1", url: "https://a.example", title: "a" }],
  [
    "chrome_upload_file",
    {
      ...tab,
      selector: "input",
      filePath: "/a",
      fileUrl: "https://a.example",
      base64Data: "YQ==",
      fileName: "a",
      multiple: true,
    },
  ],
  ["chrome_handle_download", { filenameContains: "a", timeoutMs: 300_000, waitForComplete: true }],
  ["performance_start_trace", { reload: true, autoStop: true, durationMs: 5_000 }],
  ["performance_stop_trace", { saveToDownloads: true, filenamePrefix: "a" }],
  ["performance_analyze_insight", { insightName: "DocumentLatency", timeoutMs: 60_000 }],
  [
    "chrome_gif_recorder",
    {
      action: "start",
      tabId: 1,
      fps: 30,
      durationMs: 60_000,
      maxFrames: 300,
      width: 1_920,
      height: 1_080,
    },
  ],
  ["search_tabs_content", { query: "a" }],
  [
    "chrome_get_interactive_elements",
    { textQuery: "a", selector: "b", includeCoordinates: true, types: ["button"] },
  ],
  ["chrome_inject_script", { ...tab, url: "https://a.example", type: "MAIN", jsScript: "1" }],
  ["chrome_send_command_to_inject_script", { tabId: 1, eventName: "a", payload: '{"b":1}' }],
])("%s is called as ever: %j", (tool, args) => {
  const contract: ToolContract = catalogue[tool];
  expect(checkArguments(contract.args, args, tool)).toMatchObject({ ok: true, notes: [] });
});
