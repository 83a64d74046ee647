@{
    RootModule           = 'SkinEnhance.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6f0a7c43-5d0e-4a86-9b5b-6a1d8a2c9e17'
    Author               = 'SkinEnhance contributors'
    CompanyName          = 'SkinEnhance contributors'
    Copyright            = '(c) 2026 SkinEnhance contributors. MIT licence.'
    Description          = 'Enhances skin and upscales images with the AI services of Comfy (Freepik/Magnific) and AILab Tools.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
