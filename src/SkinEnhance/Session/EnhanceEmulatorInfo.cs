namespace SkinEnhance;

/// <summary>A running emulator, as Start-EnhanceEmulator emits it.</summary>
/// <param name="Address">Its address, on loopback.</param>
/// <param name="TaskTime">How long its tasks take.</param>
public sealed record EnhanceEmulatorInfo(Uri Address, TimeSpan TaskTime);
