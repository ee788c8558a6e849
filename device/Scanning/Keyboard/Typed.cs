namespace CheckIn.Gate.Scanning.Keyboard;

internal enum TypedKind { Nothing, Character, End }

/// <summary>What one key event came to.</summary>
/// <param name="Value">The character's number; of one that was typed directly its ASCII code.</param>
/// <param name="Alt">How it was typed by its number; null = directly.</param>
internal readonly record struct Typed(TypedKind Kind, int Value = 0, AltCode? Alt = null)
{
    internal static readonly Typed Nothing = new(TypedKind.Nothing);
    internal static readonly Typed End = new(TypedKind.End);

    /// <summary>A character, unless it is one that ends a code; 110, pressed at once, looks like 10 and ends none.</summary>
    internal static Typed Of(int value, AltCode? alt = null) =>
        value is '\r' or '\n' && alt is not { IsShort: true } ? End : new Typed(TypedKind.Character, value, alt);
}
