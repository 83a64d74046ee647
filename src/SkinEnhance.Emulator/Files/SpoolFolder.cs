namespace SkinEnhance.Emulator.Files;

/// <summary>A private temporary folder for what is uploaded.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("skinenhance-emulator-");

    /// <summary>Begins a file in the spool.</summary>
    /// <returns>Its writer.</returns>
    public SpoolWriter Create() => new(Path.Combine(folder.FullName, Guid.NewGuid().ToString("N")));

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that a request still holds open stays behind in the system's temporary folder; that must not fail a caller's dispose.
        }
    }
}
