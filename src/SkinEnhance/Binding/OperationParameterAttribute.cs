namespace SkinEnhance.Binding;

/// <summary>Marks a cmdlet parameter that is passed to the operation, under its own name or another.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OperationParameterAttribute : Attribute;
