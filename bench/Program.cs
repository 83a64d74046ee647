using System.CommandLine;
using SkinEnhance.Bench.Verbs;

namespace SkinEnhance.Bench;

/// <summary>The entry point.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (Self.Configuration == "Debug")
        {
            Console.Error.WriteLine("What is not optimised is not measured: run with -c Release.");
            return 2;
        }

        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("Processes are measured through /proc, which only Linux has.");
            return 2;
        }

        var root = new RootCommand("Measures SkinEnhance.") { CompareVerb.Create(args), TargetsVerb.Create(args), SmallVerb.Create(args), ServeVerb.Create() };
        return await root.Parse(args).InvokeAsync();
    }
}
