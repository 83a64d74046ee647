namespace SkinEnhance.Testing;

/// <summary>The images from the field in the folder Cases.</summary>
public static class CaseFile
{
    /// <summary>The bytes of a file.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Samples.Repository, "tests", "SkinEnhance.Testing", "Cases", name));
}
