namespace SkinEnhance.Emulator;

/// <summary>How one emulated provider is reached.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Address">The base address.</param>
/// <param name="Key">The key that it accepts.</param>
public sealed record EmulatedAccount(string Provider, Uri Address, string Key);
