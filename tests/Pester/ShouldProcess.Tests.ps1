BeforeAll {
    . $PSScriptRoot/common.ps1

    # -WhatIf writes to the host only, so its output is read from the transcript of a shell.
    function Get-WhatIf {
        [OutputType([string])]
        param([Parameter(Mandatory)] [scriptblock] $Script)
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        $null = Start-Transcript -LiteralPath $file -UseMinimalHeader
        try {
            $null = & $Script
        }
        finally {
            $null = Stop-Transcript
        }

        @(Get-Content -LiteralPath $file | Where-Object { $_ -like 'What if:*' })
    }
}

Describe 'The confirmation prompt' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..3 | ForEach-Object { "$_.png" })
    }

    AfterEach { Close-Emulator $emulator }

    It 'precedes a result of Wait-EnhanceTask, and shows that -Force replaces it' {
        $task = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        $null = New-Item -ItemType Directory "$folder/out"
        $existing = "$folder/out/1-smart-skin-advanced.png"
        Set-Content -LiteralPath $existing 'mine'
        $asked = Get-WhatIf { $task | Wait-EnhanceTask -Destination "$folder/out" -Force -WhatIf }
        $asked | Should -HaveCount 1
        $asked | Should -BeLike "*replacing an existing file*$($task.TaskId) -> *out*"
        Get-Content -LiteralPath $existing | Should -Be 'mine'
        Get-Request $emulator Status | Should -BeNullOrEmpty

        $null = $task | Wait-EnhanceTask -Destination "$folder/out" -Force -Confirm:$false
        Get-Content -LiteralPath $existing -TotalCount 1 | Should -Not -Be 'mine'
    }

    It 'does not appear when Wait-EnhanceTask writes nothing' {
        $task = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        ($task | Wait-EnhanceTask -WhatIf).Status | Should -Be 'Completed'
    }

    It 'precedes a result of Save-EnhanceResult' {
        $task = Invoke-SkinEnhance $paths[0] @Quick
        Get-WhatIf { $task | Save-EnhanceResult "$folder/out" -WhatIf } | Should -HaveCount 1
        "$folder/out" | Should -Not -Exist
    }

    It 'shows how many tasks are removed and what they cost: <how>' -ForEach @(
        @{ How = 'by age'; Command = { Remove-EnhanceTask -OlderThan 30d -WhatIf } }
        @{ How = 'from the pipeline'; Command = { Get-EnhanceTask | Remove-EnhanceTask -WhatIf } }
        @{ How = 'by a pattern'; Command = { Remove-EnhanceTask * -WhatIf } }
    ) {
        $null = Invoke-SkinEnhance $paths -Destination "$folder/out"
        $null = Invoke-SkinEnhance $paths[0] -Mode SmartSkin -Destination "$folder/out"
        Get-ChildItem $env:SKINENHANCE_HOME -Recurse -File | ForEach-Object { $_.LastWriteTime = [datetime]::Now.AddDays(-31) }
        $asked = Get-WhatIf $Command
        $asked | Should -HaveCount 1
        $asked | Should -BeLike '*Remove 4 tasks that cost 5 AILab credits, 234.21 Comfy credits*1.png*'
        Get-EnhanceTask | Should -HaveCount 4
    }

    It 'counts only the tasks to remove' {
        $done = Invoke-SkinEnhance $paths[0] -Destination "$folder/out"
        Add-Fault $emulator TaskNeverEnds
        $open = Invoke-SkinEnhance $paths[1] -NoWait
        $asked = Get-WhatIf { $done, $open | Remove-EnhanceTask -WhatIf -ErrorAction SilentlyContinue -ErrorVariable script:failure }
        $asked | Should -BeLike "*Remove 1 task that cost 78.07 Comfy credits*$($done.TaskId)*"
        $failure.FullyQualifiedErrorId | Should -Be 'TaskNotFinished,SkinEnhance.Commands.RemoveEnhanceTaskCommand'
    }

    It 'is followed by the removed tasks, with -PassThru' {
        $done = Invoke-SkinEnhance $paths -Destination "$folder/out"
        $done | Remove-EnhanceTask -WhatIf -PassThru | Should -BeNullOrEmpty
        $gone = $done | Remove-EnhanceTask -PassThru
        $gone.TaskId | Sort-Object | Should -Be ($done.TaskId | Sort-Object)
        Get-EnhanceTask | Should -BeNullOrEmpty
        $gone | Remove-EnhanceTask -PassThru -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'exists for every command that writes a file or removes a record' {
        foreach ($name in 'Invoke-SkinEnhance', 'Start-Upscale', 'Wait-EnhanceTask', 'Save-EnhanceResult', 'Remove-EnhanceTask') {
            (Get-Command $name).Parameters.Keys | Should -Contain 'WhatIf' -Because $name
        }
    }
}
