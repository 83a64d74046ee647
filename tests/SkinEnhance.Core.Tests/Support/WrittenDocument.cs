namespace SkinEnhance.Core.Tests.Support;

/// <summary>A file in docs that the tests write and otherwise compare.</summary>
internal static class WrittenDocument
{
    /// <summary>When set to 1, the files are written instead of compared.</summary>
    internal const string UpdateVariable = "SKINENHANCE_UPDATE_DOCS";

    /// <summary>Compares a file with its expected content, or writes it.</summary>
    internal static async Task VerifyAsync(string name, string text)
    {
        text = text.ReplaceLineEndings("\n");
        var path = Path.Combine(Samples.Repository, "docs", name);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal((await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"), text);
    }
}
