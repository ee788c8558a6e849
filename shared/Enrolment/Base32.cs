namespace CheckIn.Enrolment;

/// <summary>Crockford's base 32: no symbol is easily taken for another.</summary>
internal static class Base32
{
    internal const string Symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
}
