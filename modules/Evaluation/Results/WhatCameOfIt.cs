using CoProd.Contracts.Web;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.Evaluation.Results;

/// <summary>What those who answered find behind their link once the round is closed: what was said, what is done, what has changed.</summary>
internal static class WhatCameOfIt
{
    internal static async Task<IResult?> Show(IVisit visit, Round round, AskedGroup group) =>
        visit.Page<WhatCameOfItPage>(("Model", await SeeResults.Of(visit, round)), ("Group", group.Name));
}
