/**
 * Public key in the extension's manifest. It gives the extension the same id wherever it is loaded, so
 * that the server can tell it from every other extension.
 */
export const EXTENSION_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA9Q2woHMs4/bLfX1TjQYjhgwZPVZe0fQE5ZWwZ9OXx8XKI5ut0ZS/J3BIhVsrZLQVNJ68yo7ENeftVHPBsN1Ghg5CPUu/qanKkLBY5pq9XDx3ieFVbkwKMfjciZbcp88whh+/M9mtfrRoZ8usmV4WmOQguPeg94hXidu9aZcr29V2WIeNl8acoSccYdq4V4eedIm3uoZ68ZTzuyN6WEZC2gqQy2CC7rg6/KKdBh80tL7o7dEKOCBx6p6+L/Dji2XRWreiqxN+QKMg1HKuDnUaYQo5z/M+nCidLp8DVETTdcDV3s62oKyPyuypdXUUxuaJi/WPTEfl8Ou9DqnkHOb4XwIDAQAB";

/** The id that Chrome derives from `EXTENSION_KEY`. */
export const EXTENSION_ID = "ohmojbeohhpnmcgmmnmdmgcfnfdkpacg";

export const EXTENSION_ORIGIN = `chrome-extension://${EXTENSION_ID}`;
