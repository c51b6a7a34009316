import type { Configuration } from 'electron-builder';

/** Packages for Linux, Windows and macOS: the built bundles and the dependencies that stay outside them. */
const configuration: Configuration = {
  appId: 'io.github.quayside.console',
  productName: 'Quayside',
  copyright: 'Copyright © Quayside contributors',
  directories: { output: 'dist', buildResources: 'resources' },
  files: [
    'package.json',
    'out/**',
    '!**/*.map',
    '!out/.build-stamp',
    '!**/*.test.{js,cjs,mjs,ts,tsx}',
    '!node_modules/zod/src/**',
    // Declared by i18next as an optional peer, so npm counts the compiler among the dependencies.
    '!node_modules/{typescript,@typescript}/**',
    // Sources of the native module, and its binaries for other platforms.
    '!node_modules/better-sqlite3/{deps,src}/**',
    '!node_modules/better-sqlite3/prebuilds/*',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a macro of electron-builder
    'node_modules/better-sqlite3/prebuilds/${platform}*-${arch}.node',
  ],
  extraResources: [{ from: 'resources', to: '.', filter: ['icons/**'] }],
  asar: true,
  // A native module cannot be loaded from inside the archive.
  asarUnpack: ['**/*.node'],
  // What the app does not use, an attacker shall not: running as Node, debugging, code from outside the archive.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    // Flipping fuses breaks the signature that macOS on ARM requires even of unsigned builds.
    resetAdHocDarwinSignature: true,
  },
  // better-sqlite3 and argon2 are N-API: their prebuilt binaries serve Node and Electron alike.
  npmRebuild: false,
  protocols: [{ name: 'Quayside', schemes: ['quayside'] }],
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Office',
    icon: 'resources/icons',
    maintainer: 'Quayside contributors <quayside@users.noreply.github.com>',
    synopsis: 'Operations console for online stores',
  },
  win: { target: ['nsis'], icon: 'resources/icons/icon.ico' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg'],
    icon: 'resources/icons/icon.icns',
    category: 'public.app-category.business',
    hardenedRuntime: true,
    entitlements: 'resources/entitlements.mac.plist',
    entitlementsInherit: 'resources/entitlements.mac.plist',
    // macOS ends an app that opens the camera without saying why.
    extendInfo: { NSCameraUsageDescription: 'Quayside scans barcodes with the camera.' },
  },
  publish: null,
};

export default configuration;
