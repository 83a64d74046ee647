namespace SkinEnhance;

/// <summary>A running emulator, as Start-EnhanceEmulator shows it.</summary>
/// <param name="Address">Where it listens, on loopback.</param>
/// <param name="TaskTime">How long its tasks take.</param>
public sealed record EnhanceEmulatorInfo(Uri Address, TimeSpan TaskTime);
