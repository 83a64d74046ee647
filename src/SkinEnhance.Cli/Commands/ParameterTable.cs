using System.Globalization;

namespace SkinEnhance.Cli.Commands;

/// <summary>The parameters of operations as text, from the catalog.</summary>
internal static class ParameterTable
{
    internal static void Write(TextWriter writer, IEnumerable<OperationDescriptor> operations)
    {
        writer.WriteLine("Parameters for --set name=value (smart_grain, smart-grain and SmartGrain are the same name):");
        foreach (var operation in operations)
        {
            writer.WriteLine();
            writer.WriteLine($"  {operation.CommandName}: {operation.Description}");
            var width = operation.Parameters.Max(parameter => parameter.Name.Length);
            foreach (var parameter in operation.Parameters)
            {
                writer.WriteLine($"    {parameter.Name.PadRight(width)}  {parameter.Description} {Values(parameter)}{Default(parameter)}.");
            }
        }
    }

    private static string Values(ParameterDescriptor parameter) => parameter.Kind switch
    {
        ParameterKind.WholeNumber => string.Create(CultureInfo.InvariantCulture, $"{parameter.Minimum:0} to {parameter.Maximum:0}"),
        ParameterKind.Number => string.Create(CultureInfo.InvariantCulture, $"{parameter.Minimum:0.0} to {parameter.Maximum:0.0}"),
        ParameterKind.Choice => string.Join(" | ", parameter.Choices),
        ParameterKind.Flag => "0 or 1",
        ParameterKind.Address => "https address",
        _ => "text",
    };

    private static string Default(ParameterDescriptor parameter) => parameter.Default switch
    {
        null => string.Empty,
        bool flag => $", default {(flag ? 1 : 0)}",
        double number => string.Create(CultureInfo.InvariantCulture, $", default {number:0.0}"),
        var other => string.Create(CultureInfo.InvariantCulture, $", default {other}"),
    };
}
