using System.Text.RegularExpressions;

namespace SkinEnhance.Core.Tests.Words;

/// <summary>Public text uses the terms of the field: phrases that personify a program, or that a reader has to translate, do not come back.</summary>
public partial class PublicTextTests
{
    /// <summary>Folders and files whose text is checked: comments and string literals of code, and all of any other file.</summary>
    private static readonly string[] Scope =
    [
        "src",
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs",
        "bench/README.md",
        "bench/NOTES.md",
        "en-US",
        "examples",
        "build.ps1",
        "build",
        "tests/SkinEnhance.Testing",
    ];

    /// <summary>Phrases, as words in any case, and what to write in their place.</summary>
    private static readonly (string Phrase, string Instead)[] Phrases =
    [
        ("nobody", "no process, no caller"),
        ("somebody", "another process, the caller"),
        ("anybody", "a process, a caller"),
        ("whoever", "the caller, a process that"),
        ("told", "receives, is reported, is distinguished from"),
        ("goodbye", "shutdown"),
        ("answer", "response"),
        ("answers", "responds with"),
        ("answered", "responded with"),
        ("asks the provider", "sends a request to the provider"),
        ("asks for a task", "polls a task"),
        ("asked for a task", "polled"),
        ("asks for the task", "polls the task"),
        ("nobody is asked", "sends no request"),
        ("lies in", "is in"),
        ("lies at", "is at"),
        ("lies below", "is below"),
        ("lies there", "is stored"),
        ("comes home", "is downloaded"),
        ("brings home", "downloads"),
        ("brings it home", "downloads it"),
        ("comes back", "is returned"),
        ("by itself", "automatically, on its own"),
        ("all the same", "regardless, anyway"),
        ("for ever", "forever"),
        ("on purpose", "with -Resubmit, if requested"),
        ("goes out", "is sent"),
        ("went out", "was sent"),
        ("goes on at", "continues at"),
        ("has in hand", "has leased, processes"),
        ("stands in line", "waits for a permit"),
        ("in line", "waiting for a permit"),
        ("gives back", "releases, returns"),
        ("set aside", "quarantined, reserved"),
        ("followed on", "continued"),
        ("passed over", "skipped"),
        ("makes no sense", "is unreadable"),
        ("without a word", "silently, without a message"),
        ("in vain", "for nothing is gained by"),
        ("is no image", "is not an image"),
        ("is no address", "is not an address"),
        ("is no number", "is not a number"),
        ("is no JSON", "is not JSON"),
        ("it is none", "it is not one"),
        ("and is none", "and is not one"),
        ("a credit of", "a Comfy credit"),
        ("too many requests", "HTTP 429"),
        ("what the header says", "the data in the header"),
        ("judge", "classify, decide"),
        ("judges", "classifies, decides"),
        ("mend", "fix"),
        ("mends", "fixes"),
        ("«", "straight quotation marks, or plain words"),
        ("»", "straight quotation marks, or plain words"),
    ];

    private static readonly Dictionary<string, Regex> Patterns = Phrases.ToDictionary(phrase => phrase.Phrase, phrase => Pattern(phrase.Phrase));

    /// <summary>Uses that are right, each with the reason. One that is not found any more has to go.</summary>
    private static readonly (string File, string Phrase, string Reason)[] Exceptions = [];

    [Fact]
    public void Public_text_has_none_of_the_phrases()
    {
        var found = Scope.SelectMany(FilesOf).SelectMany(file => Find(file, File.ReadAllText(Path.Combine(Samples.Repository, file)))).ToList();
        AssertNone(found.ExceptBy(Exceptions.Select(exception => (exception.File, exception.Phrase)), hit => (hit.File, hit.Phrase)));
        Assert.Empty(Exceptions.ExceptBy(found.Select(hit => (hit.File, hit.Phrase)), exception => (exception.File, exception.Phrase)));
        Assert.All(Exceptions, exception => Assert.NotEmpty(exception.Reason));
    }

    [Fact]
    public void Advice_and_operations_have_none_of_the_phrases()
    {
        var advice = ErrorCatalog.All.Select(error => (Name: error.Id, Text: error.Advice));
        var operations = ProviderRegistry.Operations.SelectMany(
            operation => operation.Parameters.Select(parameter => parameter.Description).Prepend(operation.Description).Select(text => (operation.Name, Text: text)));
        AssertNone(advice.Concat(operations).SelectMany(text => Find(text.Name, text.Text)));
    }

    [Fact]
    public void Each_part_of_the_scope_has_files() => Assert.All(Scope, part => Assert.NotEmpty(FilesOf(part)));

    [Theory]
    [InlineData("a.md", "One.\nTwo: nobody waits.", 2)]
    [InlineData("a.md", "It comes\n  home.", 1)]
    [InlineData("A.cs", "// One.\nvar a = \"Nobody waits.\";", 2)]
    [InlineData("A.cs", "/// It comes\n    /// home.\nclass A;", 1)]
    [InlineData("A.cs", "var a = $\"{b} comes home\";", 1)]
    [InlineData("A.cs", "var a = $\"{(b ? \"comes home\" : c)}\";", 1)]
    [InlineData("A.cs", "var a = \"\"\"\n    He said \"no\".\n    It comes home.\n    \"\"\";", 3)]
    public void A_phrase_is_found_with_its_line(string file, string text, int line) => Assert.Equal(line, Assert.Single(Find(file, text)).Line);

    [Theory]
    [InlineData("a.md", "It comes. Home is far.")]
    [InlineData("a.md", "nobodyElse")]
    [InlineData("A.cs", "var nobody = comes + home;")]
    [InlineData("A.cs", "var a = \"It comes\" + \" home\";")]
    [InlineData("A.cs", "var a = $\"It {{comes}} {home} \\\" {nobody:0} {b['}']}\";")]
    [InlineData("A.cs", "var a = '\"'; nobody = '\\''; var b = @\"c:\\\"; nobody = b;")]
    public void What_is_not_a_phrase_is_not_found(string file, string text) => Assert.Empty(Find(file, text));

    private static void AssertNone(IEnumerable<(string File, int Line, string Phrase, string Instead)> hits)
    {
        var lines = string.Join('\n', hits.Select(hit => $"{hit.File}:{hit.Line}: '{hit.Phrase}'; write: {hit.Instead}"));
        Assert.True(lines.Length == 0, lines);
    }

    private static IEnumerable<string> FilesOf(string part)
    {
        var path = Path.Combine(Samples.Repository, part);
        return File.Exists(path)
            ? [part]
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Samples.Repository, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(file => TextFile().IsMatch(file) && !file.Split('/').Any(folder => folder is "bin" or "obj"))
                .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<(string File, int Line, string Phrase, string Instead)> Find(string file, string content)
    {
        var text = file.EndsWith(".cs", StringComparison.Ordinal) ? TextOfCode.Of(content) : content;
        return Phrases.SelectMany(phrase => Patterns[phrase.Phrase].Matches(text)
            .Select(match => (file, text.AsSpan(0, match.Index).Count('\n') + 1, phrase.Phrase, phrase.Instead)));
    }

    private static Regex Pattern(string phrase)
    {
        var words = Regex.Escape(phrase).Replace(@"\ ", @"\s+", StringComparison.Ordinal);
        return new Regex($@"(?<!\w){words}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"\.(cs|md|txt|ps1|psd1|psm1)$")]
    private static partial Regex TextFile();
}
