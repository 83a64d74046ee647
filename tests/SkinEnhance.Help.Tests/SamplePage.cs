namespace SkinEnhance.Help.Tests;

/// <summary>A page with one of everything, and what is made from it.</summary>
internal sealed class SamplePage : IDisposable
{
    internal const string Text = """
        ---
        external help file: SkinEnhance.dll-Help.xml
        Module Name: SkinEnhance
        online version: https://example.com/Get-Sample.md
        schema: 2.0.0
        ---

        # Get-Sample

        ## SYNOPSIS

        Gets a sample.

        ## SYNTAX

        ### Name (Default)

        ```
        Get-Sample [-Name] <String[]>
         -Size <Int32> [-Kind <SampleKind>] [-Force] [<CommonParameters>]
        ```

        ### Id

        ```
        Get-Sample -Id <String> -Size <Int32> [-Kind <SampleKind>] [-Force] [<CommonParameters>]
        ```

        ## DESCRIPTION

        Gets a sample by its
        name, such as `<kind>-*.jpg`, see [about_Sample](about_Sample.help.txt).

        It has **two** paragraphs.

        ## EXAMPLES

        ### Example 1: Get one

        ```powershell
        Get-Sample one |
            Out-Null
        ```

        Gets it.

        ## PARAMETERS

        ### -Kind

        The kind: Large or Small.

        ```yaml
        Type: SampleKind
        Parameter Sets: (All)
        Aliases:
        Accepted values: Large, Small

        Required: False
        Position: Named
        Default value: Large
        Accept pipeline input: True (ByPropertyName)
        Accept wildcard characters: False
        ```

        ### -Force

        Whether it is forced.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: (All)
        Aliases: f

        Required: False
        Position: Named
        Default value: False
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name

        The name.

        ```yaml
        Type: String[]
        Parameter Sets: Name
        Aliases:

        Required: True
        Position: 0
        Default value: None
        Accept pipeline input: True (ByValue, ByPropertyName)
        Accept wildcard characters: True
        ```

        ### -Id

        The id.

        ```yaml
        Type: String
        Parameter Sets: Id
        Aliases:

        Required: True
        Position: Named
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Size

        The size.

        ```yaml
        Type: Int32
        Parameter Sets: (All)
        Aliases:

        Required: True
        Position: Named
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### CommonParameters

        The usual ones.

        ## INPUTS

        ### System.String

        Names.

        ## OUTPUTS

        ### None

        Nothing.

        ## NOTES

        A note.

        ## RELATED LINKS

        [Get-Sample](Get-Sample.md)

        """;

    private readonly TemporaryFolder _folder = new();

    internal SamplePage(string text = Text)
    {
        Path = _folder.In("Get-Sample.md");
        File.WriteAllText(Path, text);
        File.WriteAllText(_folder.In("about_Sample.help.txt"), "a < b");
        ExitCode = Program.Run([_folder.Path, _folder.Path, _folder.In("en-US/Help.xml"), _folder.In("site")], Errors);
    }

    internal string Path { get; }

    internal int ExitCode { get; }

    internal StringWriter Errors { get; } = new();

    internal string[] Files => _folder.Files;

    internal string Read(string relative) => File.ReadAllText(_folder.In(relative));

    public void Dispose() => _folder.Dispose();
}
