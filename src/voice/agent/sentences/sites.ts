/** Sites that people call by name alone. */
const SITES: Record<string, string> = {
  amazon: "https://www.amazon.com/",
  bing: "https://www.bing.com/",
  "bbc news": "https://www.bbc.com/news",
  duckduckgo: "https://duckduckgo.com/",
  ebay: "https://www.ebay.com/",
  facebook: "https://www.facebook.com/",
  github: "https://github.com/",
  gmail: "https://mail.google.com/",
  google: "https://www.google.com/",
  "google calendar": "https://calendar.google.com/",
  "google docs": "https://docs.google.com/",
  "google drive": "https://drive.google.com/",
  "google maps": "https://maps.google.com/",
  instagram: "https://www.instagram.com/",
  linkedin: "https://www.linkedin.com/",
  netflix: "https://www.netflix.com/",
  outlook: "https://outlook.live.com/",
  pinterest: "https://www.pinterest.com/",
  reddit: "https://www.reddit.com/",
  spotify: "https://open.spotify.com/",
  twitch: "https://www.twitch.tv/",
  twitter: "https://x.com/",
  whatsapp: "https://web.whatsapp.com/",
  wikipedia: "https://www.wikipedia.org/",
  yahoo: "https://www.yahoo.com/",
  youtube: "https://www.youtube.com/",
};

/** As they are written; and as they are heard. */
export const SITE_NAMES: readonly string[] = [
  ...Object.keys(SITES),
  "YouTube",
  "GitHub",
  "LinkedIn",
  "WhatsApp",
  "eBay",
  "DuckDuckGo",
  "Google Maps",
  "BBC News",
];

export function siteAddress(name: string): string | undefined {
  const key = name.toLowerCase().replaceAll(/[.!?]+$/g, "");
  return SITES[key] ?? SITES[key.replaceAll(" ", "")];
}
