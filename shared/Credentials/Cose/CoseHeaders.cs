using System.Formats.Cbor;

namespace CheckIn.Credentials.Cose;

/// <summary>What is used of one map of headers (RFC 9052 section 3.1); other labels are passed over.</summary>
/// <param name="Algorithm">Its number; null where none is stated.</param>
/// <param name="KeyId">Which key; null where that is not stated.</param>
internal readonly record struct CoseHeaders(long? Algorithm, ReadOnlyMemory<byte>? KeyId)
{
    private const long AlgorithmLabel = 1, CriticalLabel = 2, KeyIdLabel = 4;

    /// <summary>Reads a map.</summary>
    /// <exception cref="FormatException">
    /// One of the labels stands in it twice, or it names headers that have to be understood: none beyond these are.
    /// </exception>
    internal static CoseHeaders Read(CborReader reader)
    {
        var headers = default(CoseHeaders);
        foreach (var label in reader.ReadLabels())
        {
            switch (label)
            {
                case AlgorithmLabel when headers.Algorithm is null:
                    headers = headers with { Algorithm = reader.ReadInt64() };
                    break;
                case KeyIdLabel when headers.KeyId is null:
                    headers = headers with { KeyId = reader.ReadDefiniteLengthByteString() };
                    break;
                case AlgorithmLabel or KeyIdLabel or CriticalLabel:
                    throw new FormatException("a header stands there twice, or is critical");
                default:
                    reader.SkipValue();
                    break;
            }
        }
        return headers;
    }

    /// <summary>Writes a map of both.</summary>
    internal static byte[] Write(long algorithm, ReadOnlySpan<byte> keyId)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(2);
        writer.WriteInt64(AlgorithmLabel);
        writer.WriteInt64(algorithm);
        writer.WriteInt64(KeyIdLabel);
        writer.WriteByteString(keyId);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
