using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode;

/// <summary>A code as a decoder gave it.</summary>
/// <param name="IsCertain">
/// At most half of the codewords that could be corrected were: no other text is anywhere near what was printed. False
/// where the decoder does not tell.
/// </param>
internal sealed record ReadCode(byte[] Bytes, string Text, bool IsCertain = false);

/// <summary>A picture read by a decoder.</summary>
/// <param name="Ms">
/// Time on a core, the shortest of three measurements: whatever else the machine does can only prolong one. Of several
/// calls the median.
/// </param>
/// <param name="MeanMs">The same, but of several calls the mean.</param>
/// <param name="Bytes">
/// Managed memory that the last one allocated for each call; null where that cannot be known.
/// </param>
/// <param name="Stage">How far our reader came; null for peers.</param>
internal sealed record Reading(
    IReadOnlyList<ReadCode> Codes, double Ms, double MeanMs, long? Bytes = null, ReadStage? Stage = null);

/// <summary>A QR decoder that is measured.</summary>
internal interface IDecoder
{
    /// <summary>As it stands in the rows.</summary>
    string Name { get; }

    /// <summary>Reads a picture as if there were no other.</summary>
    Reading Read(LuminancePicture picture, ReadEffort effort);

    /// <summary>
    /// Reads a picture as a camera shows it that sees the same for some seconds. To a decoder without a memory each
    /// frame is a picture of its own.
    /// </summary>
    Reading Watch(LuminancePicture picture) => Read(picture, ReadEffort.Frame);
}
