namespace SkinEnhance.Cli.Tests.Support;

/// <summary>A fact that needs a certificate trusted for one process alone; reported as skipped but on Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs Linux: only there SSL_CERT_FILE names what a process trusts.";
        }
    }
}
