namespace SkinEnhance.Bench.Comparing;

/// <summary>All contenders, this project's first.</summary>
internal static class ContenderList
{
    internal static IReadOnlyList<Contender> Create() =>
    [
        new CliContender(),
        new PowerShellContender("module", "`Get-ChildItem | Invoke-SkinEnhance`", "module.ps1", needsModule: true),
        new PowerShellContender("script", "a PowerShell script: `ForEach-Object -Parallel`, `Invoke-RestMethod`, `ToBase64String`", "script.ps1", needsModule: false),
        new CurlContender(),
        new ComfySdkContender(),
    ];

    internal static IReadOnlyList<string> Names => [.. Create().Select(contender => contender.Name)];
}
