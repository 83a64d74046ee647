using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using SkinEnhance.Core.Operations;
using SkinEnhance.Pipeline;

namespace SkinEnhance.Binding;

/// <summary>Finds columns of a row that are meant as parameters and that PowerShell would ignore.</summary>
internal static class RowColumns
{
    private static readonly PropertyInfo[] Parameters =
    [
        .. typeof(RowColumns).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ImageBatchCommand)))
            .SelectMany(type => type.GetProperties())
            .Where(property => property.IsDefined(typeof(ParameterAttribute))),
    ];

    private static readonly ConcurrentDictionary<string, string?> Problems = new();

    /// <summary>The error in the columns of a row; null if there is none. An empty cell is ignored.</summary>
    internal static string? Check(PSObject row) =>
        row.Properties.Where(column => column.Value is not (null or "")).Select(column => Problems.GetOrAdd(column.Name, Check)).FirstOrDefault(problem => problem is not null);

    private static string? Check(string column)
    {
        var named = Array.FindAll(Parameters, parameter => Names(parameter).Contains(column, StringComparer.OrdinalIgnoreCase));
        if (named.Length > 0)
        {
            return Array.Exists(named, IsOfRow) ? null : Misplaced(column, named[0].Name);
        }

        if (Cmdlet.OptionalCommonParameters.FirstOrDefault(common => WireName.AreSame(column, common)) is { } other)
        {
            return Misplaced(column, other);
        }

        return Array.Find(Parameters, parameter => IsOfRow(parameter) && IsSimilar(column, parameter.Name)) is { } intended
            ? $"The column '{column}' does not bind to a parameter. Rename it to {intended.Name}."
            : null;
    }

    private static string Misplaced(string column, string parameter) =>
        $"The column '{column}' of a row does not bind. Specify -{parameter} on the command line.";

    /// <summary>Whether a column is the name of a parameter in another spelling, abbreviated as on the command line, or mistyped.</summary>
    private static bool IsSimilar(string column, string parameter)
    {
        var (text, name) = (Fold(column), Fold(parameter));

        // Too many other words are similar to a short name.
        return text == name
            || (text.Length >= 4 && name.StartsWith(text, StringComparison.Ordinal))
            || (name.Length >= 5 && Distance(text, name) <= (name.Length >= 10 ? 2 : 1));

        static string Fold(string spelled) => WireName.Fold(spelled).ToUpperInvariant().TrimEnd('S');
    }

    /// <summary>The number of letters to insert, delete, replace or swap with their neighbour to turn one text into the other.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }

    private static IEnumerable<string> Names(PropertyInfo parameter) => [parameter.Name, .. parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];

    private static bool IsOfRow(PropertyInfo parameter) => parameter.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.ValueFromPipelineByPropertyName);
}
