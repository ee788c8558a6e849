using CheckIn.Contract;
using CheckIn.Credentials;

namespace CheckIn.Gate.Lanes;

/// <summary>Somebody without device or code, for whom an operator answers.</summary>
internal sealed record AssistedEntry
{
    /// <summary>Longest name, and telephone number, that is written down of him.</summary>
    internal const int LongestName = 80, LongestPhone = 20;

    /// <param name="operator">
    /// An account's name as the hub says it, or a guard's at the gate, 1 to <see cref="CommandMessage.LongestOperator"/> characters;
    /// nothing of the visitor.
    /// </param>
    /// <param name="number">The number of his paper; null = he has none, and is nobody.</param>
    /// <exception cref="ArgumentException">That is no operator's name.</exception>
    internal AssistedEntry(string @operator, PrintedNumber? number = null)
    {
        if (!IsOperator(@operator))
        {
            throw new ArgumentException(
                $"An operator has a name of 1 to {CommandMessage.LongestOperator} characters.", nameof(@operator));
        }
        (Operator, Number) = (@operator, number);
    }

    /// <summary>Who answers for him.</summary>
    internal string Operator { get; }

    /// <summary>The number of his paper; null = he has none.</summary>
    internal PrintedNumber? Number { get; }

    /// <summary>As he says it, to be sealed; null = it was not written down.</summary>
    internal string? Name { get; init; }

    /// <summary>Likewise.</summary>
    internal string? Phone { get; init; }

    /// <summary>Who answers, and which paper he has; himself nothing names.</summary>
    public override string ToString() => $"{Operator}: {Number?.ToString() ?? "nobody"}";

    /// <summary>Whether an operator can be called so.</summary>
    internal static bool IsOperator(string? name) =>
        name is { Length: > 0 and <= CommandMessage.LongestOperator } && !name.Any(char.IsControl);
}
