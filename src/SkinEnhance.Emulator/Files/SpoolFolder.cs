namespace SkinEnhance.Emulator.Files;

/// <summary>A private temporary folder for what is uploaded.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly TrialFolder folder = new("skinenhance-emulator-");

    /// <summary>Begins a file in the spool.</summary>
    /// <returns>Its writer.</returns>
    public SpoolWriter Create() => new(Path.Combine(folder.Path, Guid.NewGuid().ToString("N")));

    public void Dispose() => folder.Dispose();
}
