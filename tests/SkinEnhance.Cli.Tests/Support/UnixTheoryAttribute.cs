namespace SkinEnhance.Cli.Tests.Support;

/// <summary>A theory about signals or links as Unix has them; reported as skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Needs Unix: Windows has neither kill -INT nor links without a privilege.";
        }
    }
}
