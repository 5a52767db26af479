import { useEffect, useState } from "preact/hooks";

/** Which microphone. There is nothing to choose before the person let the page hear one: they have no names. */
export function MicrophoneChoice(props: {
  chosen: string | undefined;
  onChoose: (deviceId: string) => void;
}) {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const look = () => {
      navigator.mediaDevices.enumerateDevices().then(
        (all) => setDevices(all.filter(({ kind }) => kind === "audioinput")),
        () => setDevices([]),
      );
    };
    look();
    navigator.mediaDevices.addEventListener("devicechange", look);
    return () => navigator.mediaDevices.removeEventListener("devicechange", look);
  }, []);
  const named = devices.filter(({ label }) => label !== "");
  if (named.length === 0) return null;
  return (
    <label class="microphone">
      Microphone
      <select
        value={props.chosen ?? named[0]?.deviceId}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {named.map(({ deviceId, label }) => (
          <option key={deviceId} value={deviceId}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
