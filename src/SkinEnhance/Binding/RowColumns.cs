using System.Management.Automation;
using System.Reflection;
using SkinEnhance.Core.Operations;
using SkinEnhance.Pipeline;

namespace SkinEnhance.Binding;

/// <summary>Finds columns of a row that are meant as a parameter and that PowerShell would pass over without a word.</summary>
internal static class RowColumns
{
    private static readonly PropertyInfo[] Parameters =
    [
        .. typeof(RowColumns).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ImageBatchCommand)))
            .SelectMany(type => type.GetProperties())
            .Where(property => property.IsDefined(typeof(ParameterAttribute))),
    ];

    /// <summary>What is wrong with the columns of a row; null when nothing is. An empty cell is none.</summary>
    internal static string? Check(PSObject row) =>
        row.Properties.Where(column => column.Value is not (null or "")).Select(column => Check(column.Name)).FirstOrDefault(problem => problem is not null);

    private static string? Check(string column)
    {
        var named = Array.FindAll(Parameters, parameter => Names(parameter).Contains(column, StringComparer.OrdinalIgnoreCase));
        if (named.Length > 0)
        {
            return Array.Exists(named, IsOfRow) ? null : $"The column '{column}' of a row is not read: give -{named[0].Name} on the command line.";
        }

        return Array.Find(Parameters, parameter => IsOfRow(parameter) && WireName.AreSame(column.TrimEnd('s'), parameter.Name.TrimEnd('s'))) is { } meant
            ? $"The column '{column}' is not read: the parameter is called {meant.Name}."
            : null;
    }

    private static IEnumerable<string> Names(PropertyInfo parameter) => [parameter.Name, .. parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];

    private static bool IsOfRow(PropertyInfo parameter) => parameter.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.ValueFromPipelineByPropertyName);
}
