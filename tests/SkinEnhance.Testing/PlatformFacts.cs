using System.Runtime.CompilerServices;
using Xunit;

namespace SkinEnhance.Testing;

/// <summary>A fact about Unix signals, links or file modes; skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsWindows() ? Platform.NeedsUnix : null;
}

/// <summary>A theory about Unix signals, links or file modes; skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsWindows() ? Platform.NeedsUnix : null;
}

/// <summary>A fact that needs /proc, or a certificate that one process trusts; skipped on other systems.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsLinux() ? null : Platform.NeedsLinux;
}

internal static class Platform
{
    internal const string NeedsUnix = "Needs Unix: Windows has neither kill -INT nor links without a privilege.";

    internal const string NeedsLinux = "Needs Linux: /proc, and SSL_CERT_FILE for what one process trusts.";
}
