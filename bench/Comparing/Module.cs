namespace SkinEnhance.Bench.Comparing;

/// <summary>The module of this project, as it ships.</summary>
internal static class Module
{
    private static Task<string?>? s_staged;

    internal static string Folder { get; } = Path.Combine(Self.Repository, "out", "SkinEnhance");

    /// <summary>Stages it anew, once in this process: an older one lying there is not what is to be measured.</summary>
    /// <returns>Why it could not be staged; null when it was.</returns>
    internal static Task<string?> StageAsync(CancellationToken cancellationToken) => s_staged ??= StageOnceAsync(cancellationToken);

    private static async Task<string?> StageOnceAsync(CancellationToken cancellationToken)
    {
        var (_, failure) = await ToolCheck.RunAsync(
            Self.Repository, "dotnet", ["build", Path.Combine("src", "SkinEnhance"), "-t:Stage", "-c", Self.Configuration, "--nologo", "-v:quiet"], cancellationToken);
        return failure;
    }
}
