namespace SkinEnhance.Bench.Tests;

/// <summary>A test of what only Linux tells.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "It needs /proc.";
        }
    }
}
