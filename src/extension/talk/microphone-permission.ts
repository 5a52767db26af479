/**
 * Whether the extension may hear. Pages without a window, and the side panel, are refused without a question
 * while nobody has been asked: a page in a tab asks, once for all pages of the extension.
 */
export function microphonePermission(): Promise<PermissionStatus> {
  return navigator.permissions.query({ name: "microphone" });
}
