using System.Text;
using System.Xml;

namespace SkinEnhance.Help;

/// <summary>The entry point of the process.</summary>
internal static class Program
{
    private static int Main(string[] args) => Run(args, Console.Error);

    /// <summary>Writes nothing when a page has a fault; the fault of each page goes to <paramref name="errors"/>.</summary>
    /// <returns>The exit code: 0, 1 for a page with a fault, 2 for wrong arguments.</returns>
    internal static int Run(string[] args, TextWriter errors)
    {
        if (args is not [var pageFolder, var topicFolder, var mamlFile, var siteFolder])
        {
            errors.WriteLine("Arguments: the folder of the pages, the folder of the about_ topics, the MAML file to write, the folder to write the website to.");
            return 2;
        }

        var pages = new List<HelpPage>();
        var hasFault = false;
        foreach (var path in Files(pageFolder, "*.md"))
        {
            try
            {
                pages.Add(PageReader.Read(path));
            }
            catch (PageException exception)
            {
                errors.WriteLine(exception.Message);
                hasFault = true;
            }
        }

        if (hasFault)
        {
            return 1;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(mamlFile))!);
        using (var maml = XmlWriter.Create(mamlFile, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            MamlWriter.Write(pages).Save(maml);
        }

        new SiteWriter(siteFolder).Write(pages, Files(topicFolder, "about_*.help.txt"));
        return 0;
    }

    private static string[] Files(string folder, string pattern) => [.. Directory.GetFiles(Path.GetFullPath(folder), pattern).Order(StringComparer.Ordinal)];
}
